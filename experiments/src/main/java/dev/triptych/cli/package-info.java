/** The {@code triptych} command: its verbs, its exit codes and what it prints. */
@NullMarked
package dev.triptych.cli;

import org.jspecify.annotations.NullMarked;
