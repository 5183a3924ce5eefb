/** Pairs of plain and styled pictures of random identities, drawn once and kept in a file. */
@NullMarked
package dev.triptych.mannequin.pairs;

import org.jspecify.annotations.NullMarked;
