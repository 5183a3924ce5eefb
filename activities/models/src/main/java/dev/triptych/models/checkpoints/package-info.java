/** Reading other programs' checkpoint files as data: containers, pickles, names of other codes. */
@NullMarked
package dev.triptych.models.checkpoints;

import org.jspecify.annotations.NullMarked;
