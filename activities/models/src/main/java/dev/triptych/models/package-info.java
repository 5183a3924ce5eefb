/** The networks and their mathematics. Knows neither workflows nor stores nor the network. */
@NullMarked
package dev.triptych.models;

import org.jspecify.annotations.NullMarked;
