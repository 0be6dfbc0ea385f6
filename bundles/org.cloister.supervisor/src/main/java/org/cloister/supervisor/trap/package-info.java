// SPDX-License-Identifier: Apache-2.0
/** A tree of processes whose system calls are answered here, and the life of its programs. */
package org.cloister.supervisor.trap;
