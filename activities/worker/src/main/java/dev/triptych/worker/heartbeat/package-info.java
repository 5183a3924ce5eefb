/** An activity's sign of life, and how it gives its work back when the worker drains. */
@NullMarked
package dev.triptych.worker.heartbeat;

import org.jspecify.annotations.NullMarked;
