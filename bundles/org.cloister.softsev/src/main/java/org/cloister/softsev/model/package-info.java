/**
 * Which processor and firmware the platform stands for: generation, version, limits, and how both refuse.
 *
 * <p>No parameter and no result is null.
 */
package org.cloister.softsev.model;
