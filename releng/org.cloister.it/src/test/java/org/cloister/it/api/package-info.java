/** Holds what bundles export against what they exported before. */
package org.cloister.it.api;
