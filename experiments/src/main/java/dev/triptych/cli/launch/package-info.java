/** Launches and resumes runs, and shows how they go. */
@NullMarked
package dev.triptych.cli.launch;

import org.jspecify.annotations.NullMarked;
