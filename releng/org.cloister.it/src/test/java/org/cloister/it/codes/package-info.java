// SPDX-License-Identifier: Apache-2.0
/** Holds the codes of problems against rules. */
package org.cloister.it.codes;
