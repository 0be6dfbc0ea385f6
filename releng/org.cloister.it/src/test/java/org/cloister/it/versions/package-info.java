// SPDX-License-Identifier: Apache-2.0
/** The policy of versions, against the types that it speaks of. */
package org.cloister.it.versions;
