/** Finished portraits turned while somebody looks: what a run has to show, and its pictures. */
@NullMarked
package dev.triptych.worker.live;

import org.jspecify.annotations.NullMarked;
