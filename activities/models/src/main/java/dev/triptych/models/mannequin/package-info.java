/**
 * The procedural 3D head that stands in for photographed portraits: identities, styles, geometry,
 * pictures.
 */
@NullMarked
package dev.triptych.models.mannequin;

import org.jspecify.annotations.NullMarked;
