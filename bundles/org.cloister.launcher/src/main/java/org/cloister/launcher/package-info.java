/**
 * The program {@code cloister}: decides where a command runs, directly or in an embedded framework, and runs it there.
 */
package org.cloister.launcher;
