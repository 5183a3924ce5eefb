/** Pictures: their values and colour range, PNG, sheets of many for people to look at. */
@NullMarked
package dev.triptych.models.images;

import org.jspecify.annotations.NullMarked;
