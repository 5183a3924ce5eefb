/** The stages of an experiment: fetch the artefacts, run the network, keep the results. */
@NullMarked
package dev.triptych.worker.activities;

import org.jspecify.annotations.NullMarked;
