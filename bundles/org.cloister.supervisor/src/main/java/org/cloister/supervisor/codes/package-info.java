// SPDX-License-Identifier: Apache-2.0
/** The codes of the problems that this bundle reports, a constant each with its kind and its meaning. */
package org.cloister.supervisor.codes;
