/** The procedural head: a look as a field over space, and its pictures. */
@NullMarked
package dev.triptych.mannequin.head;

import org.jspecify.annotations.NullMarked;
