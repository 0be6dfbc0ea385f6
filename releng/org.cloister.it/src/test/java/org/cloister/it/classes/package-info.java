// SPDX-License-Identifier: Apache-2.0
/** What class files of ours say of themselves. */
package org.cloister.it.classes;
