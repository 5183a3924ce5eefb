/** Photos of people, as foreign files: read with care, upright, cut to the square of a head. */
@NullMarked
package dev.triptych.models.photos;

import org.jspecify.annotations.NullMarked;
