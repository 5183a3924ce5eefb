/** Runs as the store keeps them: the index, their status, what came out of them. */
@NullMarked
package dev.triptych.cli.runs;

import org.jspecify.annotations.NullMarked;
