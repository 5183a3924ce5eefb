/** Who may be at work: slots of a queue, and the step that stands ready for the next free one. */
@NullMarked
package dev.triptych.worker.slots;

import org.jspecify.annotations.NullMarked;
