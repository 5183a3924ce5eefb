/** Surfaces of radiance fields as triangles, and the files that other programs read them from. */
@NullMarked
package dev.triptych.models.mesh;

import org.jspecify.annotations.NullMarked;
