/** Looks at what Triptych needs of a machine, and says how to mend what is missing. */
@NullMarked
package dev.triptych.cli.doctor;

import org.jspecify.annotations.NullMarked;
