// SPDX-License-Identifier: Apache-2.0
/** Holds the names of classes against rules. */
package org.cloister.it.names;
