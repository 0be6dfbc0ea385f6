/**
 * Replaces backends while guests live: install beside, resolve, start, try, rebind, drain, remove. Nothing is exported.
 */
package org.cloister.core.swap;
