import type { ConsentPurpose } from '@socius/core'
import { type ChangeEvent, type FormEvent, type RefObject, useId } from 'react'
import { type ElementProps, getterOf, mergeProps } from '../props/merge-props.js'
import type { ConsentOffer, LinkField } from './link-failure.js'

interface LinkFormState {
  readonly platform: string | null
  readonly handle: string
  readonly purposes: readonly ConsentPurpose[]
  readonly isLinking: boolean
  readonly invalidField: LinkField | null
  readonly formRef: RefObject<HTMLFormElement | null>
  setPlatform(platform: string | null): void
  setHandle(handle: string): void
  setPurpose(purpose: ConsentPurpose, isGiven: boolean): void
  submit(): void
}

/** What the elements of the form need. */
export function useLinkFormProps(form: LinkFormState, consent: ConsentOffer) {
  const id = useId()
  const errorId = `${id}-error`
  const { invalidField, isLinking } = form
  const stateOf = (field: LinkField) => (invalidField === field ? ({ 'aria-invalid': true } as const) : {})
  /** The caller's own description, a hint say, is read too. */
  const describedBy = (field: LinkField, given: ElementProps | undefined, own?: string) => {
    const ids = [own, given?.['aria-describedby'], invalidField === field ? errorId : undefined]
    const all = ids.filter((one) => typeof one === 'string').join(' ')
    return all === '' ? {} : { 'aria-describedby': all }
  }
  const field = <Own extends ElementProps, Given extends ElementProps>(
    own: Own,
    { name, given, description }: { name: LinkField; given: Given | undefined; description?: string },
  ) => ({ ...mergeProps({ ...own, ...stateOf(name) }, given), ...describedBy(name, given, description) })

  return {
    /** For the form. The browser's own words stay away: what is wrong is said by the error. */
    getFormProps: getterOf({
      ref: form.formRef,
      noValidate: true,
      'aria-busy': isLinking,
      onSubmit: (event: FormEvent) => {
        event.preventDefault()
        form.submit()
      },
    }),
    /** For the element around radio buttons; name it. */
    getPlatformGroupProps: <Given extends ElementProps>(given?: Given) =>
      field({ role: 'radiogroup', 'aria-required': true } as const, { name: 'platform', given }),
    /** For the radio button of one platform. */
    getPlatformRadioProps: <Given extends ElementProps>(platform: string, given?: Given) =>
      mergeProps(
        {
          type: 'radio',
          name: `${id}-platform`,
          value: platform,
          checked: form.platform === platform,
          onChange: () => form.setPlatform(platform),
        } as const,
        given,
      ),
    getHandleProps: <Given extends ElementProps>(given?: Given) =>
      field(
        {
          id: `${id}-handle`,
          type: 'text',
          required: true,
          value: form.handle,
          onChange: ({ target }: ChangeEvent<HTMLInputElement>) => form.setHandle(target.value),
        } as const,
        { name: 'handle', given },
      ),
    /** For the label of the handle. */
    getHandleLabelProps: getterOf({ htmlFor: `${id}-handle` }),
    /** For the words of the consent. They have to be shown: the purposes refer to them. */
    getConsentTextProps: getterOf({ id: `${id}-consent` }),
    /** For the element around the purposes; name it. */
    getPurposesProps: <Given extends ElementProps>(given?: Given) =>
      field({ role: 'group' } as const, { name: 'purposes', given, description: `${id}-consent` }),
    /** For the checkbox of one purpose. */
    getPurposeProps: <Given extends ElementProps>(purpose: ConsentPurpose, given?: Given) => {
      const isRequired = consent.purposes.some((offer) => offer.purpose === purpose && offer.isRequired)
      const checked = form.purposes.includes(purpose)
      const own = {
        type: 'checkbox',
        required: isRequired,
        checked,
        onChange: ({ target }: ChangeEvent<HTMLInputElement>) => form.setPurpose(purpose, target.checked),
      } as const
      const isMissing = invalidField === 'purposes' && isRequired && !checked
      return mergeProps({ ...own, ...(isMissing ? { 'aria-invalid': true, 'aria-describedby': errorId } : {}) }, given)
    },
    /** For the button that sends the form. It keeps the focus while it is busy. */
    getSubmitProps: getterOf({ type: 'submit', 'aria-disabled': isLinking }),
    /** For the words of the error. */
    getErrorProps: getterOf({ id: errorId, role: 'alert' }),
  }
}
