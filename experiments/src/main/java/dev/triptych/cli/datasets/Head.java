package dev.triptych.cli.datasets;

import dev.triptych.worker.runs.DatasetManifest;

/**
 * One identity in one style, with its views.
 *
 * @param part names it within the run: {@code an-elf-s0}, {@code msmi-s0/an-elf/3}
 * @param identity its number among those of the dataset, from 0
 * @param identitySeed from which the identity is drawn
 * @param heldOut whether it is only scored and never trained on
 */
record Head(String part, int identity, long identitySeed, boolean heldOut, DatasetManifest data) {}
