/** How the mannequin priors are trained from nothing: data, objectives and the order of steps. */
@NullMarked
package dev.triptych.mannequin.training;

import org.jspecify.annotations.NullMarked;
