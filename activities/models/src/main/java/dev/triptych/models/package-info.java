/** Placeholder. */
@NullMarked
package dev.triptych.models;

import org.jspecify.annotations.NullMarked;
