/**
 * Who is portrayed and in which style: identities, styles, the look that they make, and its
 * captions.
 */
@NullMarked
package dev.triptych.mannequin.appearance;

import org.jspecify.annotations.NullMarked;
