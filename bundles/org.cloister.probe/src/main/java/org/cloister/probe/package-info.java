/** Judges what a host can do, from the facts about it. */
package org.cloister.probe;
