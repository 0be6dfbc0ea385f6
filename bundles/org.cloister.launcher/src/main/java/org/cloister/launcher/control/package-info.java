/**
 * The control socket of a running platform: how a command gets from the process that was typed to the one that keeps
 * the guests, and its output back.
 */
package org.cloister.launcher.control;
