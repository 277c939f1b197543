/** The extension's button on Firefox's toolbar. `inChrome` evaluates an expression in the browser's own window. */
export function createFirefoxToolbar(
  extensionId: string,
  inChrome: (expression: string) => Promise<string | undefined>,
) {
  const onAction = (expression: string) =>
    inChrome(`(() => {
      const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs')
      const extension = WebExtensionPolicy.getByID('${extensionId}').extension
      const action = ExtensionParent.apiManager.global.browserActionFor(extension)
      return ${expression}
    })()`)

  return {
    /** Clicks it, as Mozilla's own tests do. */
    press: () => onAction('action.triggerAction(window)'),
    /** What stands on it, whether or not a page of the extension is there to be asked. */
    badge: () => onAction("action.action.getProperty(null, 'badgeText')"),
  }
}
