/** An activity's sign of life, and how it gives its work back when the worker goes. */
@NullMarked
package dev.triptych.worker.pulse;

import org.jspecify.annotations.NullMarked;
