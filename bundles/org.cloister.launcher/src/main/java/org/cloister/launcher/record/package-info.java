/**
 * The record of a running platform: who asked for what, with which result, one line each in a file that does not grow
 * without end.
 */
package org.cloister.launcher.record;
