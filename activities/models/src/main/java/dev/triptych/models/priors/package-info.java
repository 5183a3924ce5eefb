/**
 * Sets of pre-trained networks: what they are, where they lie, and that they are what they claim to
 * be.
 */
@NullMarked
package dev.triptych.models.priors;

import org.jspecify.annotations.NullMarked;
