/** That numbers are numbers: what is NaN or infinite is refused where it first shows. */
@NullMarked
package dev.triptych.models.finite;

import org.jspecify.annotations.NullMarked;
