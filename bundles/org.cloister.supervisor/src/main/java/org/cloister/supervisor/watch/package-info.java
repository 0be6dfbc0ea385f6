// SPDX-License-Identifier: Apache-2.0
/** Commands to the secure processor as they are seen, and had fail, on their way. */
package org.cloister.supervisor.watch;
