/** On which devices networks run: what is asked for, and what the machine has. */
@NullMarked
package dev.triptych.cli.device;

import org.jspecify.annotations.NullMarked;
