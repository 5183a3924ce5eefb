/** What only Linux tells. */
@NullMarked
package dev.triptych.worker.linux;

import org.jspecify.annotations.NullMarked;
