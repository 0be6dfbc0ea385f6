// SPDX-License-Identifier: Apache-2.0
/** Linux's calls that supervision consists of; nothing outside this package is native. */
package org.cloister.supervisor.linux;
