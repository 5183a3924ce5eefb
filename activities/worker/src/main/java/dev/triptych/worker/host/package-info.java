/** What a process knows of itself and of its machine. */
@NullMarked
package dev.triptych.worker.host;

import org.jspecify.annotations.NullMarked;
