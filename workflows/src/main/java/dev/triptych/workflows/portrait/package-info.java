/**
 * One cell of an experiment: from a few-shot dataset to a fine-tuned, rendered and scored 3D
 * portrait.
 */
@NullMarked
package dev.triptych.workflows.portrait;

import org.jspecify.annotations.NullMarked;
