// SPDX-License-Identifier: Apache-2.0
/**
 * The one way in which core calls vendors: attributed to a bundle, bounded in time, in threads that keep nothing. Guest
 * types, platforms, machines and listeners are called by nobody else.
 */
package org.cloister.core.guard;
