/** Prior sets as the command line sees them. */
@NullMarked
package dev.triptych.cli.priors;

import org.jspecify.annotations.NullMarked;
