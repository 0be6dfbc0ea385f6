/**
 * The record of a running platform: who asked for what, and what came of it, one line each in a file that does not grow
 * without end.
 */
package org.cloister.launcher.record;
