// SPDX-License-Identifier: Apache-2.0
/** The commands in Karaf's shell, with its help, completion and exit status. */
package org.cloister.karaf;
