import { browser } from 'wxt/browser'

/**
 * Whatever the types say, a browser may lack an API: Arc and Yandex have no side panel, and nobody has notifications
 * before they are allowed. In Firefox the name is there all the same, and what it stands for is undefined.
 */
export const hasApi = (name: string) => Reflect.get(Object(browser), name) !== undefined

export const canPickSpeaker = () => 'setSinkId' in HTMLMediaElement.prototype
