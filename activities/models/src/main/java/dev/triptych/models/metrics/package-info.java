/** How portraits are judged. */
@NullMarked
package dev.triptych.models.metrics;

import org.jspecify.annotations.NullMarked;
