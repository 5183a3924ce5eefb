/**
 * How portraits are made from few-shot datasets: the paper's method, and what it is compared with.
 */
@NullMarked
package dev.triptych.worker.methods;

import org.jspecify.annotations.NullMarked;
