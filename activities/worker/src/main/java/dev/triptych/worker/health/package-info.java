/** Whether a worker lives and takes work, for whoever watches over it. */
@NullMarked
package dev.triptych.worker.health;

import org.jspecify.annotations.NullMarked;
